using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// ECS's client where task definitions are read and written as the bytes that they are. Whatever its types lack, nothing
/// of a definition passes through them.
/// </summary>
internal sealed class WholeDefinitionsClient(AmazonECSConfig config) : AmazonECSClient(config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<Marshaller>(new BodyWriter());
        pipeline.AddHandlerAfter<Unmarshaller>(new AnswerKeeper());
    }

    /// <summary>Puts the body in the place of what was marshalled, before it is signed.</summary>
    private sealed class BodyWriter : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            if (executionContext.RequestContext is { OriginalRequest: RegisterWhole whole, Request: var request })
            {
                request.ContentStream?.Dispose();
                (request.ContentStream, request.Content) = (null, whole.Body);
            }

            return base.InvokeAsync<T>(executionContext);
        }
    }
}

/// <summary>Asks for a definition with all that it has.</summary>
internal sealed class DescribeWhole : DescribeTaskDefinitionRequest, IKeepsAnswer
{
    public byte[]? Answer { get; set; }
}

/// <summary>Registers a definition as its body says it.</summary>
/// <param name="body">JSON of RegisterTaskDefinition.</param>
internal sealed class RegisterWhole(byte[] body) : RegisterTaskDefinitionRequest
{
    public byte[] Body { get; } = body;
}
