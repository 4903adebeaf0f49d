using System.Runtime.CompilerServices;

namespace LambdaOps.Aws.Tests.Support;

/// <summary>All clients of these tests are made as the functions make theirs, whichever test runs first.</summary>
internal static class AsDeployed
{
    [ModuleInitializer]
    internal static void Tell() => ForeignAnswers.Tell();
}
