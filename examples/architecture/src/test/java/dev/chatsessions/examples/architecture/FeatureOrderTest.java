package dev.chatsessions.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.chatsessions.examples.architecture.Law.by;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.RootOffender;
import dev.chatsessions.identity.IdentityOffender;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.link.LinkOffender;
import dev.chatsessions.live.LiveOffender;
import dev.chatsessions.reply.ReplyOffender;
import dev.chatsessions.session.SessionOffender;
import dev.chatsessions.spi.SpiOffender;
import dev.chatsessions.thread.ThreadOffender;
import dev.chatsessions.usage.UsageOffender;
import dev.chatsessions.webhook.WebhookOffender;
import dev.chatsessions.worker.WorkerOffender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureOrderTest {

    private static final String PORTS = Packages.ROOT;

    private static final String CORE = Packages.ROOT + ".core";

    @Test
    void usage_knows_no_other_feature() {
        Law.holds(knowsOnlyThoseBefore(PORTS, "usage"), by(UsageOffender.class));
        Law.holds(knowsOnlyThoseBefore(CORE, "usage"), by(dev.chatsessions.core.usage.UsageOffender.class));
    }

    @Test
    void session_knows_usage_at_most() {
        Law.holds(knowsOnlyThoseBefore(PORTS, "session"), by(SessionOffender.class));
        Law.holds(knowsOnlyThoseBefore(CORE, "session"), by(dev.chatsessions.core.session.SessionOffender.class));
    }

    @Test
    void thread_knows_usage_and_session_at_most() {
        Law.holds(knowsOnlyThoseBefore(PORTS, "thread"), by(ThreadOffender.class));
        Law.holds(knowsOnlyThoseBefore(CORE, "thread"), by(dev.chatsessions.core.thread.ThreadOffender.class));
    }

    @Test
    void reply_knows_usage_session_and_thread_at_most() {
        Law.holds(knowsOnlyThoseBefore(PORTS, "reply"), by(ReplyOffender.class));
        Law.holds(knowsOnlyThoseBefore(CORE, "reply"), by(dev.chatsessions.core.reply.ReplyOffender.class));
    }

    @Test
    void worker_knows_those_before_it_and_identity_at_most() {
        var known = List.of("session", "thread", "reply", "identity");
        Law.holds(knowsOnly(PORTS, "worker", known), by(WorkerOffender.class));
        Law.holds(knowsOnly(CORE, "worker", known), by(dev.chatsessions.core.worker.WorkerOffender.class));
    }

    @Test
    void link_knows_those_before_it_at_most() {
        Law.holds(knowsOnlyThoseBefore(PORTS, "link"), by(LinkOffender.class));
        Law.holds(knowsOnlyThoseBefore(CORE, "link"), by(dev.chatsessions.core.link.LinkOffender.class));
    }

    @Test
    void webhook_knows_those_before_it_at_most() {
        Law.holds(knowsOnlyThoseBefore(PORTS, "webhook"), by(WebhookOffender.class));
        Law.holds(knowsOnlyThoseBefore(CORE, "webhook"), by(dev.chatsessions.core.webhook.WebhookOffender.class));
    }

    @Test
    void identity_knows_no_feature() {
        Law.holds(knowsOnly(PORTS, "identity", List.of()), by(IdentityOffender.class));
        Law.holds(knowsOnly(CORE, "identity", List.of()), by(dev.chatsessions.core.identity.IdentityOffender.class));
    }

    @Test
    void live_may_know_every_feature_and_none_knows_it() {
        Law.holds(knowsOnly(PORTS, "live", Packages.FEATURES), by(LiveOffender.class));
        Law.holds(knowsOnly(CORE, "live", Packages.FEATURES), by(dev.chatsessions.core.live.LiveOffender.class));
    }

    @Test
    void what_features_share_in_the_core_knows_none_of_them() {
        Law.holds(knowsOnly(CORE, "work", List.of()), by(dev.chatsessions.core.work.WorkOffender.class));
    }

    @Test
    void what_the_product_drives_comes_last() {
        Law.holds(
                noClasses()
                        .that()
                        .resideInAnyPackage(Packages.ports())
                        .and()
                        .resideOutsideOfPackage(Packages.SPI)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(Packages.SPI),
                by(SessionOffender.class));
        Law.holds(
                noClasses()
                        .that()
                        .resideInAPackage(Packages.SPI)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(Packages.ROOT + ".live"),
                by(SpiOffender.class));
    }

    @Test
    void the_common_words_know_no_feature_but_for_the_list_of_facades_and_the_callers_permissions() {
        var permissionsOfCallers = belongToAnyOf(Caller.class);
        Law.holds(
                classes()
                        .that()
                        .resideInAPackage(Packages.ROOT)
                        .and()
                        .areNotAssignableTo(ChatSessions.class)
                        .and(not(permissionsOfCallers))
                        .should()
                        .onlyDependOnClassesThat(oursOnlyIn(Packages.ROOT)),
                by(RootOffender.class));
        Law.holds(
                classes()
                        .that(permissionsOfCallers.or(belongToAnyOf(RootOffender.class)))
                        .should()
                        .onlyDependOnClassesThat(oursOnlyIn(Packages.ROOT).or(belongToAnyOf(Permission.class))),
                by(RootOffender.class));
    }

    @Test
    void features_form_no_cycle() {
        Law.holds(
                slices().matching(
                                Packages.ROOT
                                        + ".(usage|session|join|presence|thread|reply|worker|link|webhook|request|identity|live|spi)..")
                        .should()
                        .beFreeOfCycles(),
                by(SessionOffender.class, UsageOffender.class));
        Law.holds(
                slices().matching(Packages.ROOT + ".core.(*)..").should().beFreeOfCycles(),
                by(
                        dev.chatsessions.core.session.SessionOffender.class,
                        dev.chatsessions.core.usage.UsageOffender.class));
    }

    private static ArchRule knowsOnlyThoseBefore(String root, String feature) {
        return knowsOnly(root, feature, Packages.FEATURES.subList(0, Packages.FEATURES.indexOf(feature)));
    }

    private static ArchRule knowsOnly(String root, String feature, List<String> known) {
        var allowed = new ArrayList<String>();
        allowed.add(root + "." + feature);
        known.forEach(each -> allowed.add(root + "." + each));
        if (root.equals(CORE)) {
            allowed.add(CORE + ".work");
            allowed.addAll(Packages.PORTS);
        } else {
            allowed.add(PORTS);
        }
        return classes()
                .that()
                .resideInAPackage(root + "." + feature)
                .should()
                .onlyDependOnClassesThat(oursOnlyIn(allowed.toArray(String[]::new)));
    }

    private static DescribedPredicate<JavaClass> oursOnlyIn(String... packages) {
        return resideOutsideOfPackage(Packages.ROOT + "..").or(resideInAnyPackage(packages));
    }
}
