using Amazon.Runtime;

namespace LambdaOps.Compat.AwsSdk.Tests.Surface;

/// <summary>A client has all that its project asks for: nothing of it is lost on the way from the model.</summary>
public sealed class CompletenessTests
{
    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public void Client_HasTheOperationsThatItsProjectNames(string stem)
    {
        var service = CompatService.Of(stem);

        Assert.Equal(
            service.Asked("Operations").Order(StringComparer.Ordinal),
            service.Operations.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public void Operation_HasEveryMemberThatTheModelReaches(string stem, string operation)
    {
        var service = CompatService.Of(stem);
        var seen = new HashSet<string>();
        var missing = new List<string>();

        Look(service.Model.Input(operation), operation + "Request");
        Look(service.Model.Output(operation), operation + "Response");

        Assert.Empty(missing);

        void Look(PublishedShape shape, string name)
        {
            if (!seen.Add(name))
            {
                return;
            }

            var type = service.Type("Model." + name);
            if (type == null)
            {
                missing.Add(name);
                return;
            }

            foreach (var (member, target) in shape.Members)
            {
                var inner = ModelAnswer.Innermost(target);
                if (!service.IsTaken(shape, member))
                {
                    continue;
                }

                if (type.GetProperty(PublishedModel.Pascal(member)) == null)
                {
                    missing.Add($"{name}.{member}");
                }

                if (inner.Type == "structure")
                {
                    Look(inner, PublishedModel.Pascal(inner.Name));
                }

                if (inner.Enum.Length > 0 && service.Type(inner.Name)?.BaseType != typeof(ConstantClass))
                {
                    missing.Add(inner.Name);
                }
            }
        }
    }
}
