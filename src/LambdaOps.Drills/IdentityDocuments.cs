namespace LambdaOps.Drills;

/// <summary>Policies of IAM's language, as the drills' worlds have them.</summary>
internal static class IdentityDocuments
{
    public const string TrustOfTasks = """
        {
          "Version": "2012-10-17",
          "Statement": [
            { "Effect": "Allow", "Principal": { "Service": "ecs-tasks.amazonaws.com" }, "Action": "sts:AssumeRole" }
          ]
        }
        """;

    public const string TrustOfDeployments = """
        {
          "Version": "2012-10-17",
          "Statement": {
            "Effect": "Allow",
            "Principal": { "Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
              "StringLike": { "token.actions.githubusercontent.com:sub": "repo:example/shop:ref:refs/heads/main" }
            }
          }
        }
        """;

    /// <summary>Whoever has an account there is let in.</summary>
    public const string TrustOfAnother = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Principal": { "AWS": ["arn:aws:iam::210987654321:root", "AROAEXAMPLEOFNOBODY0"] },
              "Action": "sts:AssumeRole"
            }
          ]
        }
        """;

    public const string TrustOfAnybody = """
        { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" } }
        """;

    /// <summary>A wildcard in a table's name is none of all resources.</summary>
    public const string Reading = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Read",
              "Effect": "Allow",
              "Action": ["dynamodb:GetItem", "dynamodb:Query"],
              "Resource": "arn:aws:dynamodb:*:*:table/shop-*"
            }
          ]
        }
        """;

    public const string Deploying = """
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Action": ["ecs:UpdateService", "ecs:Describe*"], "Resource": "*" }]
        }
        """;

    public const string Everything = """
        { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }
        """;

    public const string AllOfStorage = """
        {
          "Version": "2012-10-17",
          "Statement": [
            { "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::*"] },
            {
              "Effect": "Allow",
              "Action": "sqs:*",
              "Resource": "*",
              "Condition": { "IpAddress": { "aws:SourceIp": "192.0.2.0/24" } }
            }
          ]
        }
        """;
}
