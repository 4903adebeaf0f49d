using System.CommandLine;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops estate: what is done with an estate file before anything is deployed.</summary>
internal static class EstateCommand
{
    public static Command Create() =>
        new("estate", "The estate file.") { EstateCheckCommand.Create(), EstateInitCommand.Create() };
}
