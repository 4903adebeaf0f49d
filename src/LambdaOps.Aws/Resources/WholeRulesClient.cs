using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Elastic Load Balancing's client where a rule's actions are read and written as AWS has them: ModifyRule replaces the
/// whole list, and what the client's types lack would be gone.
/// </summary>
internal sealed class WholeRulesClient(AmazonElasticLoadBalancingV2Config config)
    : AmazonElasticLoadBalancingV2Client(config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<Marshaller>(new FormWriter());
        pipeline.AddHandlerAfter<Unmarshaller>(new AnswerKeeper());
    }

    /// <summary>Adds the actions to what was marshalled, before it is signed.</summary>
    private sealed class FormWriter : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            if (executionContext.RequestContext is { OriginalRequest: ModifyWholeRule whole, Request: var request })
            {
                foreach (var (name, value) in whole.WholeActions)
                {
                    request.Parameters[name] = value;
                }

                request.ContentStream?.Dispose();
                request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
            }

            return base.InvokeAsync<T>(executionContext);
        }
    }
}

/// <summary>Asks for a rule with all that it has.</summary>
internal sealed class DescribeWholeRule : DescribeRulesRequest, IKeepsAnswer
{
    public byte[]? Answer { get; set; }
}

/// <summary>Writes a rule's actions as they are said here; its conditions stay.</summary>
/// <param name="actions">ModifyRule's parameters, by name.</param>
internal sealed class ModifyWholeRule(IReadOnlyList<KeyValuePair<string, string>> actions) : ModifyRuleRequest
{
    public IReadOnlyList<KeyValuePair<string, string>> WholeActions { get; } = actions;
}
