using LambdaOps.Core;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>The template's names for what belongs to a remedy: serviceUnavailable is ServiceUnavailableRole.</summary>
internal static class RemedyResources
{
    public static string Prefix(ProcedureName remedy) => Capital(remedy.Value);

    public static string Capital(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";
}
