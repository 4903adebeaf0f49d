using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Resources;

public class SecretUseTests
{
    private const string Arn = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:prod-env";

    /// <summary>The key stays; a label goes, as ECS takes label and version only where both agree.</summary>
    [Theory]
    [InlineData("-AbCdEf", "-AbCdEf:::v2")]
    [InlineData("-AbCdEf:password::", "-AbCdEf:password::v2")]
    [InlineData("-AbCdEf::AWSPREVIOUS:", "-AbCdEf:::v2")]
    [InlineData("-AbCdEf:password:AWSCURRENT:", "-AbCdEf:password::v2")]
    [InlineData("-AbCdEf:password::v1", "-AbCdEf:password::v2")]
    [InlineData("", ":::v2")]
    public void Pinned_KeepsTheKey(string from, string pinned)
    {
        Assert.Equal(Arn + pinned, SecretUse.Pinned(Arn + from, "v2"));
        Assert.Equal("v2", new SecretUse("app", "ENV", SecretUse.Pinned(Arn + from, "v2")).Version);
    }

    [Theory]
    [InlineData(Arn + "-AbCdEf", true)]
    [InlineData(Arn + "-AbCdEf:password::v1", true)]
    [InlineData(Arn, true)]
    [InlineData(Arn + "-other-AbCdEf", false)]
    [InlineData(Arn + "-GhIjKl", false)]
    [InlineData("arn:aws:secretsmanager:us-west-2:123456789012:secret:prod-env-AbCdEf", false)]
    [InlineData("arn:aws:ssm:ap-northeast-1:123456789012:parameter/prod-env", false)]
    [InlineData("/prod/env", false)]
    public void Secret_IsKnownByItsArn(string valueFrom, bool isOf) =>
        Assert.Equal(isOf, SecretUse.IsOf(valueFrom, Arn + "-AbCdEf"));

    [Theory]
    [InlineData("-AbCdEf", null)]
    [InlineData("-AbCdEf:password:AWSCURRENT:", null)]
    [InlineData("-AbCdEf:::v1", "v1")]
    public void Version_IsTheOneThatItNames(string from, string? version) =>
        Assert.Equal(version, new SecretUse("app", "ENV", Arn + from).Version);
}
