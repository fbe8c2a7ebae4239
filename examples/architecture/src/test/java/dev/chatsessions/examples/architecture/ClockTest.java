package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.chatsessions.examples.architecture.Law.by;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.chatsessions.core.session.ClockOffender;
import dev.chatsessions.core.session.ClocklessOffender;
import dev.chatsessions.core.session.DateOffender;
import dev.chatsessions.core.session.MillisecondsOffender;
import dev.chatsessions.core.session.NowOffender;
import dev.chatsessions.core.session.TodayOffender;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The time is {@code stores.now()}. {@code System.nanoTime()} is no clock: it only measures how long something waits. */
class ClockTest {

    /** Who reads a clock all the same, and why. */
    private static final Map<String, String> READERS = Map.ofEntries(
            entry("adapter.inmemory.InMemoryStorage", "the system's clock is its default"),
            entry("adapter.inmemory.Timeline", "it is what stores.now() reads in memory"),
            entry("adapter.javalin.ChatSessionsPlugin", "it gives the system's clock to the next one"),
            entry(
                    "adapter.javalin.LiveConnections",
                    "it tells a client why its token was refused, and decides nothing"),
            entry("adapter.jdbi.Database", "the system's clock is the default on H2"),
            entry("adapter.jdbi.Transaction", "it is what stores.now() reads on H2"),
            entry("core.identity.RandomIds", "an id begins with the time; nobody compares it with another"),
            entry("server.ClockSkew", "it holds this machine's clock against the database's"),
            entry("server.StandaloneServer", "it gives ClockSkew the system's clock"));

    private static final DescribedPredicate<JavaClass> MAY_READ = describe(
            "may read a clock",
            type -> READERS.keySet().stream()
                    .map(name -> Packages.ROOT + "." + name)
                    .anyMatch(name -> outermost(type).getName().equals(name)));

    private static final DescribedPredicate<JavaAccess<?>> READ_A_CLOCK =
            describe("read a clock", ClockTest::readsAClock);

    @Test
    void nobody_reads_a_clock_but_those_who_are_the_clock() {
        Law.holds(
                noClasses().that(not(MAY_READ)).should().accessTargetWhere(READ_A_CLOCK),
                by(NowOffender.class),
                by(TodayOffender.class),
                by(ClockOffender.class),
                by(MillisecondsOffender.class),
                by(DateOffender.class));
    }

    @Test
    void who_may_read_a_clock_does() {
        Law.holds(
                classes()
                        .that(MAY_READ.or(belongToAnyOf(ClocklessOffender.class)))
                        .and()
                        .areTopLevelClasses()
                        .should(be(describe("reading a clock", ClockTest::readsAClock))),
                by(ClocklessOffender.class));
    }

    private static boolean readsAClock(JavaClass type) {
        return type.getPackage().getClasses().stream()
                .filter(each -> outermost(each).equals(type))
                .flatMap(each -> each.getAccessesFromSelf().stream())
                .anyMatch(READ_A_CLOCK);
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = access.getTarget().getName();
        var now = owner.getPackageName().equals("java.time") && name.equals("now");
        var clock = owner.isAssignableTo(InstantSource.class)
                && (Set.of("instant", "millis").contains(name) || name.startsWith("system") || name.startsWith("tick"));
        var old = owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis")
                || owner.isEquivalentTo(Calendar.class) && name.equals("getInstance")
                || owner.isEquivalentTo(Date.class) && access.getDescription().contains("<init>()");
        return now || clock || old;
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ClockTest::outermost).orElse(type);
    }
}
