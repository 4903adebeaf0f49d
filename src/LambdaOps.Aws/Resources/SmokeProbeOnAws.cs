using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>Asks a new revision by the test listener, as health URLs are asked: no redirect, a bounded body.</summary>
public sealed class SmokeProbeOnAws(HttpClient http, TimeProvider machine) : ISmokeProbe
{
    public async Task<PathProbe> AskAsync(SmokeTest test, SmokePath path, CancellationToken cancellationToken)
    {
        var asked = machine.GetTimestamp();
        var answer = await UrlAnswer.OfAsync(
            http,
            test.UrlOf(path),
            test.AnswerWithin,
            status => status == path.Status && path.Contains is not null,
            cancellationToken
        );
        return new PathProbe(
            path,
            answer.Status,
            path.Contains is not { } text || answer.Body?.Contains(text, StringComparison.Ordinal) == true,
            machine.GetElapsedTime(asked),
            answer.WhyUnknown ?? answer.Detail
        );
    }
}
