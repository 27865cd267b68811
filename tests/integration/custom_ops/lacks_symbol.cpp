// Cannot be loaded: nobody has the function that it calls.

void hookstat_nobody_has_this();

extern "C" void hookstat_calls_nobody() { hookstat_nobody_has_this(); }
