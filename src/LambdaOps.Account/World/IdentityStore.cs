using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World;

/// <summary>What IAM has now: a drill may change it.</summary>
public sealed class IdentityStore(WorldPlan plan)
{
    public IReadOnlyList<IamUserPlan> Users => plan.IamUsers;

    public List<IamGroupPlan> Groups { get; } = [.. plan.IamGroups];

    public List<IamRolePlan> Roles { get; } = [.. plan.IamRoles];

    public IReadOnlyList<IamPolicyPlan> Policies => plan.IamPolicies;

    /// <summary>How often a managed policy of that name is attached.</summary>
    public int UsesOf(string policy) =>
        Users.Sum(one => one.Attached.Count(name => name == policy))
        + Groups.Sum(one => one.Attached.Count(name => name == policy))
        + Roles.Sum(one => one.Attached.Count(name => name == policy));
}
