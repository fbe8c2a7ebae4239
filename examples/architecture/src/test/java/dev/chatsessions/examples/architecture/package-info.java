/**
 * The rules between the modules, one class per concern. Each rule is checked against what is shipped and against an
 * offender that was written to break it: a rule that cannot be broken guards nothing. Offenders live in the package they
 * offend.
 */
package dev.chatsessions.examples.architecture;
