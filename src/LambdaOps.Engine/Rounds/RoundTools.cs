using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine.Rounds;

/// <summary>What a round works with, and does not change.</summary>
internal sealed record RoundTools(
    Estate Estate,
    Resource Target,
    LoopPorts Ports,
    NoticeWriter Notices,
    SharedDisturbances Shared,
    LoopOptions Options,
    Observation Observation,
    ILogger Logger
);
