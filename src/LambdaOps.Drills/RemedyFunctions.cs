using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Drills;

/// <summary>Finds a remedy's function in a stack: serviceUnavailable is ServiceUnavailableFunction.</summary>
public static class RemedyFunctions
{
    public static StackFunction FunctionOf(this DeployedStack stack, ProcedureName remedy) =>
        stack.Find(AllProcedures.FunctionOf(remedy));

    /// <summary>Whether the function runs the loop of incidents; the others run what the clock starts.</summary>
    /// <param name="name">Its name in AWS.</param>
    public static bool RunsIncidents(this DeployedStack stack, string name) =>
        AllProcedures
            .LoopFunctions.Append(AllProcedures.Operator)
            .Any(function => stack.TryFind(function)?.Name == name);

    /// <exception cref="InvalidOperationException">The stack has no such function where it is deployed.</exception>
    public static StackFunction Find(this DeployedStack stack, FunctionName name) =>
        stack.TryFind(name) ?? throw new InvalidOperationException($"the stack in {stack.Region} has no {name}");

    /// <summary>The stack's function; null where it has none of that name where it is deployed.</summary>
    public static StackFunction? TryFind(this DeployedStack stack, FunctionName name) =>
        stack.Functions.FirstOrDefault(function => function.LogicalId == $"{name}Function");
}
