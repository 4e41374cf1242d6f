using System.Collections.Concurrent;

namespace PolytomicBulk.Commands;

/// <summary>
/// A list that is read before its turn to be written has come, so that its next page is on its way while other lists are written. The items that wait
/// take room, which all lists of a command share: without it a list goes on when its turn comes.
/// </summary>
internal sealed class ListAhead<T>
{
    private readonly IAsyncEnumerator<T> _list;
    private readonly SemaphoreSlim _room;
    private readonly ConcurrentQueue<T> _items = new();
    private readonly TaskCompletionSource<bool> _turn = new();
    private int _taken;
    private int _left;
    private bool _isOver;

    public ListAhead(IAsyncEnumerator<T> list, SemaphoreSlim room, bool isFirst)
    {
        (_list, _room) = (list, room);
        if (isFirst) _turn.SetResult(true);
        Reading = ReadAsync();
    }

    /// <summary>Ends when the whole list has been read, or when its turn has come.</summary>
    public Task Reading { get; }

    /// <summary>Writes the whole list: what waits, and then the rest as it is read.</summary>
    public async Task WriteAsync(Action<T> write)
    {
        _turn.TrySetResult(true);
        try
        {
            // The next item may be long in coming.
            WriteWaiting();
            await Task.WhenAny(Reading);
            WriteWaiting();
            await Reading;
            while (!_isOver && await _list.MoveNextAsync()) write(_list.Current);
        }
        finally
        {
            Leave(int.MaxValue);
            await _list.DisposeAsync();
        }

        void WriteWaiting()
        {
            while (_items.TryDequeue(out var item))
            {
                write(item);
                Leave(1);
            }
        }
    }

    private async Task ReadAsync()
    {
        while (await _list.MoveNextAsync().ConfigureAwait(false))
        {
            _items.Enqueue(_list.Current);
            if (!await TakeRoomAsync().ConfigureAwait(false)) return;
        }

        _isOver = true;
    }

    /// <summary>Takes room for an item; false where the list's turn has come, which needs none.</summary>
    private async Task<bool> TakeRoomAsync()
    {
        if (_turn.Task.IsCompleted) return false;
        var room = _room.WaitAsync();
        if (!room.IsCompleted) await Task.WhenAny(room, _turn.Task).ConfigureAwait(false);
        if (room.IsCompleted)
        {
            Interlocked.Increment(ref _taken);
            return true;
        }

        // Room that comes too late goes to the next list.
        _ = room.ContinueWith(_ => _room.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return false;
    }

    /// <summary>Gives room back, as far as it was taken.</summary>
    private void Leave(int most)
    {
        var count = Math.Min(most, Volatile.Read(ref _taken) - _left);
        if (count <= 0) return;
        _left += count;
        _room.Release(count);
    }
}
