/** Requests to dependencies enter; while one is known to be away its requests are turned back, and calls know to wait. */
@NullMarked
package io.aftercall.infra.circuit;

import org.jspecify.annotations.NullMarked;
