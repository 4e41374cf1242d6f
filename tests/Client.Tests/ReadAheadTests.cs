using PolytomicBulk.Configuration;
using PolytomicBulk.Http;
using Xunit;

namespace Client.Tests;

/// <summary>Items that are read before they are requested.</summary>
public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public async Task The_next_items_are_read_while_one_is_used(int width)
    {
        var begun = new List<int>();
        await using var ahead = new ReadAhead<int, int>(Enumerable.Range(1, 5), Read, width, CancellationToken.None);
        Assert.Empty(begun);
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal(10 * i, await ahead.NextAsync());
            Assert.Equal(Enumerable.Range(1, Math.Min(i + width, 5)), begun);
        }

        Task<int> Read(int item, CancellationToken cancel)
        {
            begun.Add(item);
            return Task.FromResult(10 * item);
        }
    }

    [Fact]
    public async Task Reads_that_are_no_longer_needed_are_canceled_and_awaited()
    {
        var (read, isReleased, given) = (new TaskCompletionSource<int>(), false, CancellationToken.None);
        var ahead = new ReadAhead<int, int>(Items(), Read, 1, CancellationToken.None);
        await ahead.NextAsync();
        var end = ahead.DisposeAsync().AsTask();
        Assert.True(given.IsCancellationRequested);
        Assert.False(end.IsCompleted);
        Assert.False(isReleased);
        read.SetCanceled();
        await end;
        Assert.True(isReleased);
        Assert.Throws<ObjectDisposedException>(() => given.WaitHandle);

        Task<int> Read(int item, CancellationToken cancel)
        {
            given = cancel;
            return item == 1 ? Task.FromResult(item) : read.Task;
        }

        IEnumerable<int> Items()
        {
            try
            {
                for (var i = 1; ; i++) yield return i;
            }
            finally
            {
                isReleased = true;
            }
        }
    }

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new OperationCanceledException(), true },
        { new ObjectDisposedException("client"), true },
        { PolytomicBulk.Http.Failures.Incomplete("it", "why"), true },
        { new InvalidOperationException(), false },
    };

    [Theory, MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Only_an_unexpected_failure_of_a_read_that_is_no_longer_needed_is_reported(Exception failure, bool isExpected)
    {
        var ahead = new ReadAhead<int, int>([1, 2], (item, _) => item == 1 ? Task.FromResult(item) : Task.FromException<int>(failure), 1, CancellationToken.None);
        await ahead.NextAsync();
        var thrown = await Record.ExceptionAsync(() => ahead.DisposeAsync().AsTask());
        Assert.Same(isExpected ? null : failure, thrown);
    }

    [Fact]
    public async Task Cancellation_reaches_the_reads()
    {
        using var cancel = new CancellationTokenSource();
        var given = CancellationToken.None;
        await using var ahead = new ReadAhead<int, int>([1], (item, token) => Task.FromResult((given = token) == default ? 0 : item), 1, cancel.Token);
        Assert.Equal(1, await ahead.NextAsync());
        Assert.False(given.IsCancellationRequested);
        await cancel.CancelAsync();
        Assert.True(given.IsCancellationRequested);
    }
}
