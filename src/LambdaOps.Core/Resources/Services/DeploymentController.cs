namespace LambdaOps.Core.Resources;

/// <summary>Who replaces a service's tasks (deploymentController).</summary>
public enum DeploymentController
{
    /// <summary>ECS itself, as UpdateService asks.</summary>
    Ecs,

    /// <summary>AWS CodeDeploy, by task sets: ECS refuses a revision, and a forced deployment, of anyone else.</summary>
    CodeDeploy,

    /// <summary>A third party, by task sets: ECS refuses the same.</summary>
    External,

    /// <summary>A value that ECS had not when this was written: nothing is deployed by a guess.</summary>
    Unknown,
}
