package im.hongyan.http.rest;

import java.util.concurrent.atomic.LongAdder;

/// Counts the requests of one route. Safe to use from any thread.
public final class RestMeter {
    private final String method;
    private final String path;
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    RestMeter(String method, String path) {
        this.method = method;
        this.path = path;
    }

    void count(int status, long tookNanos) {
        (status < 400 ? served : status < 500 ? refused : failed).increment();
        nanos.add(tookNanos);
    }

    /// The HTTP method; `*` where no route was found.
    public String method() {
        return method;
    }

    /// The path with names in braces; `*` where no route was found.
    public String path() {
        return path;
    }

    /// Answers below status 400.
    public long served() {
        return served.sum();
    }

    /// Answers from status 400 to 499.
    public long refused() {
        return refused.sum();
    }

    /// Answers of status 500 and above.
    public long failed() {
        return failed.sum();
    }

    /// Time from the request's head to its answer, of all answers together, in nanoseconds.
    public long nanos() {
        return nanos.sum();
    }
}
