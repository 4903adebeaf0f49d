using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Resources.Identities;

public sealed class PolicyTextTests
{
    [Theory]
    [InlineData("""{"Action":"*","Resource":"*"}""", "All * on *")]
    [InlineData("""{"Action":["*:*"],"Resource":["arn:aws:s3:::a","*"]}""", "All * on *")]
    [InlineData("""{"Action":"*","Resource":"arn:aws:*:*:*:*"}""", "All * on arn:aws:*:*:*:*")]
    [InlineData("""{"Action":"*","NotResource":"arn:aws:s3:::a"}""", "All * on all but some resources")]
    [InlineData("""{"Action":"*","Resource":"arn:aws:s3:::*"}""", "Service * on all of s3")]
    [InlineData("""{"Action":"s3:*","Resource":"*"}""", "Service s3:* on *")]
    [InlineData("""{"Action":"S3:*","Resource":"arn:aws-cn:s3:::*"}""", "Service S3:* on all of S3")]
    [InlineData("""{"Action":"sqs:*","Resource":"arn:aws:sqs:*:123456789012:*"}""", "Service sqs:* on all of sqs")]
    [InlineData("""{"Action":["s3:Get*","sqs:*"],"Resource":"*"}""", "Service sqs:* on *")]
    [InlineData("""{"NotAction":"iam:*","Resource":"*"}""", "AllBut all but iam:* on *")]
    [InlineData(
        """{"NotAction":["a:*","b:*","c:*","d:*","e:*"],"Resource":"*"}""",
        "AllBut all but a:*, b:*, c:* and 2 more on *"
    )]
    [InlineData(
        """{"Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""",
        "All * on * if"
    )]
    [InlineData("""{"Action":"*","Resource":"*","Condition":{}}""", "All * on *")]
    [InlineData("""{"Action":"s3:*","Resource":"arn:aws:s3:::bucket/*"}""", "")]
    [InlineData("""{"Action":"s3:*","Resource":"arn:aws:sqs:::*"}""", "")]
    [InlineData("""{"Action":"sqs:*","Resource":"arn:aws:sqs:eu-west-1:123456789012:*"}""", "")]
    [InlineData("""{"Action":"s3:Get*","Resource":"*"}""", "")]
    [InlineData("""{"NotAction":"iam:*","Resource":"arn:aws:s3:::a"}""", "")]
    public void Grants_AreThoseOfAnAllow(string statement, string expected)
    {
        Assert.Equal(expected, Words(Policy(Allow(statement))));
        Assert.Equal(expected, Words(Policy($"[{Allow(statement)},{Allow(statement)}]")));
        Assert.Equal("", Words(Policy(Allow(statement).Replace("Allow", "Deny", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"*\"")]
    [InlineData("""{"Version":"2012-10-17"}""")]
    [InlineData("""{"Statement":"*"}""")]
    [InlineData("""{"Statement":[7]}""")]
    [InlineData("""{"Statement":{"Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":7,"Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":7,"Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"s3:GetObject"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Action":"*","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"\ud800","Resource":"*"}}""")]
    public void Grants_AreUnknownOfWhatIsNoPolicy(string document) => Assert.Null(PolicyText.Grants(document));

    [Fact]
    public void Grants_AreUnknownOfADeepText() => Assert.Null(PolicyText.Grants(new string('[', 9000)));

    [Fact]
    public void Grants_AreShortOfALongText()
    {
        var word = new string('x', 500) + "\\u0007\\n";
        var grant = Assert.Single(
            PolicyText.Grants(Policy(Allow($$"""{"NotAction":"{{word}}","Resource":"*"}""")))!.Value
        );

        Assert.InRange(grant.Says.Length, 60, 90);
        Assert.DoesNotContain(grant.Says, char.IsControl);
    }

    [Theory]
    [InlineData("\"*\"", "Anybody *")]
    [InlineData("""{"AWS":"*"}""", "Anybody *")]
    [InlineData("""{"AWS":["123456789012","arn:aws:iam::123456789012:role/x"]}""", "Account 123456789012")]
    [InlineData("""{"AWS":"arn:aws:sts::123456789012:assumed-role/x/y"}""", "Account 123456789012")]
    [InlineData("""{"AWS":"AROAEXAMPLEOFNOBODY0"}""", "")]
    [InlineData("""{"Service":"ecs-tasks.amazonaws.com"}""", "")]
    [InlineData("""{"Federated":"*"}""", "Anybody *")]
    [InlineData("""{"Federated":"arn:aws:iam::123456789012:saml-provider/corp"}""", "")]
    [InlineData("""{"Federated":"cognito-identity.amazonaws.com"}""", "WebIdentity cognito-identity.amazonaws.com")]
    [InlineData(
        """{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.example/x"}""",
        "WebIdentity token.example/x"
    )]
    public void Principals_AreThoseWhoMayAssume(string principal, string expected)
    {
        string Trust(string action, string more = "") =>
            Policy($$"""{"Effect":"Allow","Principal":{{principal}},"Action":"{{action}}"{{more}}}""");

        Assert.Equal(expected, Who(Trust("sts:AssumeRole")));
        Assert.Equal(expected, Who(Trust("sts:*")));
        Assert.Equal("", Who(Trust("sts:TagSession")));
        // A condition says whose tokens of a provider are meant.
        Assert.Equal(
            expected.StartsWith("Web", StringComparison.Ordinal) || expected.Length == 0 ? "" : $"{expected} if",
            Who(Trust("sts:AssumeRole", ""","Condition":{"StringEquals":{"a":"b"}}"""))
        );
    }

    [Fact]
    public void Principals_OfWhoeverIsNotNamedAreAnybody() =>
        Assert.Equal(
            "Anybody *",
            Who(Policy("""{"Effect":"Allow","NotPrincipal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}"""))
        );

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole"}""")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":7}""")]
    [InlineData("""{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":[7]}}""")]
    [InlineData("""{"Effect":"Allow","Principal":"*"}""")]
    public void Principals_AreUnknownOfWhatIsNoTrustPolicy(string statement) =>
        Assert.Null(PolicyText.Principals(Policy(statement)));

    private static string Allow(string statement) => statement.Insert(1, "\"Effect\":\"Allow\",");

    private static string Policy(string statement) => $$"""{"Version":"2012-10-17","Statement":{{statement}}}""";

    private static string Words(string policy) =>
        string.Join(
            "; ",
            PolicyText
                .Grants(policy)!
                .Value.Select(grant => $"{grant.Reach} {grant.Says}{(grant.IsConditional ? " if" : "")}")
        );

    private static string Who(string policy) =>
        string.Join(
            "; ",
            PolicyText.Principals(policy)!.Value.Select(one => $"{one.Kind} {one.Id}{(one.IsConditional ? " if" : "")}")
        );
}
