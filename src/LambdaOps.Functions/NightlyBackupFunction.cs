using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Functions;

/// <summary>
/// Backs up the tables that no plan of AWS Backup does, and looks in the morning whether all is backed up, on the
/// schedules of serverless.template.
/// </summary>
public sealed class NightlyBackupFunction(Jobs jobs)
{
    /// <summary>Takes the jobs of its checks, and its own queue; answers what was found.</summary>
    [LambdaFunction(ResourceName = "NightlyBackupFunction", Timeout = 60, Role = "@NightlyBackupRole")]
    public Task<EventAnswer> NightlyBackup(Stream payload, ILambdaContext context) => jobs.RunAsync(payload, context);
}
