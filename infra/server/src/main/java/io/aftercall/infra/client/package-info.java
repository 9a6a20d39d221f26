/** Clients of what the line runs on: addresses and credentials enter, ready clients and their health leave. */
@NullMarked
package io.aftercall.infra.client;

import org.jspecify.annotations.NullMarked;
