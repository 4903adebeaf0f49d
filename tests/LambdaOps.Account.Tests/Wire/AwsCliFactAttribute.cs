namespace LambdaOps.Account.Tests.Wire;

/// <summary>
/// A test that runs the AWS CLI. Without the tool it fails and says so, unless LAMBDAOPS_WITHOUT_AWSCLI=1 asks for a
/// skip.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AwsCliFactAttribute : FactAttribute
{
    public AwsCliFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("LAMBDAOPS_WITHOUT_AWSCLI") == "1")
        {
            Skip = "LAMBDAOPS_WITHOUT_AWSCLI=1: the AWS CLI is not tried against the simulator.";
        }
    }
}
