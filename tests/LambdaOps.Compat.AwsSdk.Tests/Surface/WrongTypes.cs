// Types as they must not be, in the namespaces where the rules would look at them.
using Amazon.Runtime;

namespace Amazon.ECS
{
    public class SortOrder : ConstantClass
    {
        public static readonly SortOrder Task = new("up");

        public SortOrder(string value)
            : base(value) { }
    }

    public class Mood(string value) : ConstantClass(value);

    public interface IAmazonEcsToo
    {
        Task ListTasksAsync(Model.ListTasksRequest request);
    }
}

namespace Amazon.ECS.Model
{
    public class Cluster : Nonsense
    {
        public int RunningTasksCount { get; set; }

        public string Invented { get; set; } = "";

        public IList<string> CapacityProviders { get; } = [];

        public static void Register() { }
    }

    public class Nonsense;
}

// An exception that the client has no type of: no operation of it throws that.
namespace Amazon.SecretsManager.Model
{
    public class ResourceExistsException(int limit) : Exception($"{limit}")
    {
        public int Limit { get; set; } = limit;
    }
}
