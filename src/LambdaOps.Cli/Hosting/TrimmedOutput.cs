using System.Text;

namespace LambdaOps.Cli.Hosting;

/// <summary>
/// Writes on without the spaces at the ends of lines: a table pads each cell to its column, in a file for nobody.
/// </summary>
internal sealed class TrimmedOutput(TextWriter to) : TextWriter
{
    private int _spaces;

    public override Encoding Encoding => to.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _spaces++;
            return;
        }

        if (value is not ('\r' or '\n'))
        {
            for (; _spaces > 0; _spaces--)
            {
                to.Write(' ');
            }
        }

        _spaces = 0;
        to.Write(value);
    }

    public override void Flush() => to.Flush();
}
