using System.Text;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.Signals;

/// <summary>What people ask for of the whole estate: the control switch, and ticks on checklists.</summary>
public class WholeEstateRequestTests
{
    [Fact]
    public void ControlFiles_SetTheSwitch()
    {
        Assert.Equal(
            new Signal.ControlSet(Mode.Off, "Sato", "planned work on the database") { UntilTime = new TimeOnly(18, 0) },
            Assert.Single(EventFilesTests.Signals("operator-stop.json"))
        );
        Assert.Equal(
            new Signal.ControlSet(Mode.Act, "Sato", "the work on the database is done"),
            Assert.Single(EventFilesTests.Signals("operator-resume.json"))
        );
    }

    [Theory]
    [InlineData("\"control\":\"halt\"", "operator.control")]
    [InlineData("\"control\":\"off\",\"until\":\"tomorrow\"", "operator.until")]
    [InlineData("\"control\":\"off\",\"until\":\"2026-01-15T18:00\"", "operator.until")]
    [InlineData("\"control\":\"act\",\"until\":\"18:00\"", "operator.until")]
    [InlineData("\"control\":\"off\",\"target\":\"api\"", "operator.target")]
    public void Control_ThatCannotBeUsedNamesThePlace(string members, string place) =>
        Assert.Equal(
            place,
            Assert
                .Throws<BadEventException>(() =>
                {
                    EventReader.Read(
                        Encoding.UTF8.GetBytes($$$"""{"operator":{{{{members}}},"by":"Sato","because":"x"}}""")
                    );
                })
                .Place
        );

    [Fact]
    public void TickFile_TicksALine()
    {
        Assert.Equal(
            "operator.by",
            Assert
                .Throws<BadEventException>(() =>
                {
                    EventFilesTests.Signals("operator-tick.json");
                })
                .Place
        );
        Assert.Equal(
            new Signal.LineTicked(
                "weekly.documents",
                "Sato",
                "the runbook and the architecture page are as they are deployed"
            ),
            EventFilesTests.Signed("operator-tick.json", "Sato")
        );
    }

    [Theory]
    [InlineData("\"tick\":\"weekly.backups\"", "operator.tick")]
    [InlineData("\"tick\":\"\"", "operator.tick")]
    [InlineData("\"tick\":\"weekly.shared\",\"target\":\"api\"", "operator.target")]
    [InlineData("\"tick\":\"weekly.shared\",\"until\":\"18:00\"", "operator.until")]
    [InlineData("\"tick\":\"weekly.shared\",\"approve\":\"x\"", "operator.approve")]
    [InlineData("\"tick\":\"weekly.shared\",\"control\":\"off\"", "operator.tick")]
    public void Tick_ThatCannotBeUsedNamesThePlace(string members, string place) =>
        Assert.Equal(
            place,
            Assert
                .Throws<BadEventException>(() =>
                {
                    EventReader.Read(
                        Encoding.UTF8.GetBytes($$$"""{"operator":{{{{members}}},"by":"Sato","because":"x"}}""")
                    );
                })
                .Place
        );

    [Fact]
    public void Control_UntilAMoment_HasItsOffset() =>
        Assert.Equal(
            new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero),
            Assert
                .IsType<Signal.ControlSet>(
                    Assert.Single(
                        Assert
                            .IsType<IncomingEvent.Signals>(
                                EventReader.Read(
                                    """{"operator":{"control":"ask","until":"2026-01-15T18:00+09:00","by":"Sato","because":"x"}}"""u8.ToArray()
                                )
                            )
                            .All
                    )
                )
                .Until
        );
}
