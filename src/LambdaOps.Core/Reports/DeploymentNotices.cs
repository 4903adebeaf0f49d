using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Reports;

/// <summary>What people hear of a deployment, and of what they asked for.</summary>
public static class DeploymentNotices
{
    extension(NoticeWriter writer)
    {
        /// <summary>A new revision did not pass its smoke test, or could not be asked.</summary>
        public Notice SmokeTested(Incident incident, Signal.SmokeTested tested) =>
            writer.About(
                NoticeKind.SmokeTested,
                incident,
                $"smokeTest.{tested.Outcome}",
                change: null,
                [writer.Texts.Write($"smokeTest.answer.{tested.Answer}")],
                ("because", tested.Because),
                ("test", $"{tested.Outcome} {tested.Source}")
            );

        /// <summary>A person is asked to run the estate's own test, and to report how it went.</summary>
        public Notice Asked(Incident incident, HandWork work) =>
            writer.About(
                NoticeKind.Asked,
                incident,
                "performanceTest",
                change: null,
                [
                    writer.Texts.Write("performanceTest.passed", ("answer", SignedEvent.Report(incident, "passed"))),
                    writer.Texts.Write("performanceTest.failed", ("answer", SignedEvent.Report(incident, "failed"))),
                ],
                ("command", work.Command),
                ("deployment", work.About[(work.About.LastIndexOf('/') + 1)..]),
                ("test", work.About)
            );

        /// <summary>
        /// A person asked for a change, and the incident that is open is about something else: it is not carried out later
        /// either.
        /// </summary>
        public Notice NotTaken(Incident incident, Signal.OperatorRequested asked) =>
            writer.About(
                NoticeKind.NotTaken,
                incident,
                "notTaken",
                change: null,
                [
                    writer.Texts.Write("notTaken.again"),
                    .. incident.Remedy.Deploys ? [writer.Texts.Write("notTaken.abort")] : Array.Empty<string>(),
                ],
                ("because", asked.Line),
                ("phase", incident.Phase.Name),
                ("next", incident.Remedy.Value)
            );
    }
}
