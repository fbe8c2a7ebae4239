package dev.chatsessions.benchmarks;

import java.util.Map;

/** How something grows: the exponent e of the curve size^e that fits best. 0 is flat, 1 is in proportion. Pure. */
final class Slope {

    private Slope() {}

    static double of(Map<Integer, Double> takenBySize) {
        var x = takenBySize.keySet().stream().mapToDouble(Math::log).average().orElseThrow();
        var y = takenBySize.values().stream().mapToDouble(Math::log).average().orElseThrow();
        var above = 0.0;
        var below = 0.0;
        for (var point : takenBySize.entrySet()) {
            var distance = Math.log(point.getKey()) - x;
            above += distance * (Math.log(point.getValue()) - y);
            below += distance * distance;
        }
        return below == 0 ? 0 : above / below;
    }
}
