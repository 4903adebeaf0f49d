using System.Text;

namespace Amazon.Lambda.RuntimeSupport.Helpers;

/// <summary>The console once the runtime client has it: each WriteLine is a log line, each Write goes through as it is.</summary>
internal sealed class ConsoleLines : TextWriter
{
    private readonly TextWriter _console;
    private readonly Action<string> _writeLine;

    internal ConsoleLines(TextWriter console, Action<string> writeLine)
    {
        _console = console;
        _writeLine = writeLine;
    }

    public override Encoding Encoding => _console.Encoding;

    public override IFormatProvider FormatProvider => _console.FormatProvider;

    public override void Write(char value) => _console.Write(value);

    public override void Write(string value) => _console.Write(value);

    public override void Write(char[] buffer, int index, int count) => _console.Write(buffer, index, count);

    public override void Flush() => _console.Flush();

    // The other overloads come here, with a format or by ToString.
    public override void WriteLine(string value) => _writeLine(value);

    public override void WriteLine() => _writeLine(string.Empty);

    public override void WriteLine(object value) => _writeLine(Text(value));

    public override void WriteLine(StringBuilder value) => _writeLine(value?.ToString());

    public override void WriteLine(ReadOnlySpan<char> buffer) => _writeLine(buffer.ToString());

    public override void WriteLine(char[] buffer) => _writeLine(buffer == null ? string.Empty : new string(buffer));

    public override void WriteLine(char[] buffer, int index, int count) => _writeLine(new string(buffer, index, count));

    public override void WriteLine(char value) => _writeLine(Text(value));

    public override void WriteLine(bool value) => _writeLine(Text(value));

    public override void WriteLine(int value) => _writeLine(Text(value));

    public override void WriteLine(uint value) => _writeLine(Text(value));

    public override void WriteLine(long value) => _writeLine(Text(value));

    public override void WriteLine(ulong value) => _writeLine(Text(value));

    public override void WriteLine(float value) => _writeLine(Text(value));

    public override void WriteLine(double value) => _writeLine(Text(value));

    public override void WriteLine(decimal value) => _writeLine(Text(value));

    private string Text(object value) => Convert.ToString(value, FormatProvider) ?? string.Empty;
}
