/**
 * What the product costs, each time beside the least that the same work can cost, in the same run. Programs, not tests: a
 * number depends on the machine, a ratio much less. Uses every module.
 */
package dev.chatsessions.benchmarks;
