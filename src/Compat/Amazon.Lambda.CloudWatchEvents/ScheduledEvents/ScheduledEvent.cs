namespace Amazon.Lambda.CloudWatchEvents.ScheduledEvents;

/// <summary>
/// The event of an EventBridge rule with a schedule; not of EventBridge Scheduler, whose detail is a string.
/// </summary>
public class ScheduledEvent : CloudWatchEvent<Detail>;

/// <summary>The detail of a scheduled rule's event, which is empty.</summary>
public class Detail;
