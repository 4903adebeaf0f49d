using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Hosting;

/// <summary>The template of an estate.</summary>
internal static class Templates
{
    /// <exception cref="UsageException">The template is not LambdaOps' own, or the estate is too large for it.</exception>
    public static DerivedTemplate For(Estate estate, string? path = null)
    {
        var template = path ?? Repository.Template;
        if (!File.Exists(template))
        {
            throw new UsageException($"{template}: found no such file, expected the template of LambdaOps");
        }

        try
        {
            return EstateTemplate.Write(File.ReadAllText(template), estate);
        }
        catch (StackError wrong)
        {
            throw new UsageException($"{template}: {wrong.Message}");
        }
    }
}
