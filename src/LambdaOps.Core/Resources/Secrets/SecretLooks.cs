namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a service's secrets.</summary>
public static class SecretLooks
{
    /// <summary>Versions, labels, and who takes them; no value of a secret is ever read.</summary>
    public static Look<SecretStates> Versions { get; } =
        new(
            "secrets",
            "ecs:DescribeServices",
            "ecs:DescribeTaskDefinition",
            "secretsmanager:DescribeSecret",
            "secretsmanager:ListSecretVersionIds"
        )
        {
            IsAbout = static target => target is OperatedService { Secrets.IsEmpty: false },
        };

    extension(Evidence seen)
    {
        /// <summary>Versions and labels of the service's secrets.</summary>
        public Fact<SecretStates> Secrets => seen.Of(Versions);
    }
}
