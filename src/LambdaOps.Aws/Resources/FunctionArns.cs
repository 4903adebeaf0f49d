using LambdaOps.Core;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Aws.Resources;

/// <summary>The ARNs of the stack's functions: a convention of the template, as are their queues' addresses.</summary>
/// <param name="Prefix">arn:aws:lambda:REGION:ACCOUNT:function:STACK-</param>
public sealed record FunctionArns(string Prefix)
{
    public string ArnOf(FunctionName function) => Prefix + function;

    /// <summary>The function of LambdaOps that an ARN names, with or without a qualifier; null where it is none.</summary>
    public FunctionName? Of(string? arn)
    {
        if (arn?.StartsWith(Prefix, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var name = new FunctionName(arn[Prefix.Length..].Split(':')[0]);
        return AllProcedures.Functions.Contains(name) ? name : null;
    }
}
