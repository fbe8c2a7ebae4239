# Writes so many lines, each the moment at which it is written by the clock that all processes of a machine share, then waits
# until it is ended.
use strict;
use warnings;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($lines, $pause, $delay) = @ARGV;
$| = 1;

sub rest { select undef, undef, undef, $_[0] }

rest($delay + rand $pause);
for (1 .. $lines) {
    printf "#%d;\n", clock_gettime(CLOCK_MONOTONIC) * 1e9;
    rest($pause);
}
sleep;
