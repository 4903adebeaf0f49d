using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Hosting;

/// <summary>Files of the checkout, as they follow from an estate.</summary>
internal static class Templates
{
    /// <summary>The template of an estate.</summary>
    /// <exception cref="UsageException">The template is not LambdaOps' own, or the estate is too large for it.</exception>
    public static SyncedText For(Estate estate) =>
        Derive(SyncedFile.All.Single(file => file.Path == "serverless.template"), estate, Repository.Template);

    /// <exception cref="UsageException">The file is not LambdaOps' own, or the estate is too large for it.</exception>
    public static SyncedText Derive(SyncedFile file, Estate estate, string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"{path}: found no such file, expected the one of LambdaOps");
        }

        try
        {
            return file.Write(File.ReadAllText(path), estate);
        }
        catch (Exception wrong) when (wrong is StackError or UsageException)
        {
            throw new UsageException($"{path}: {wrong.Message}");
        }
    }
}
