/**
 * Telephony systems: a placed call enters, the notifications leave that the system would post of it, and its recordings are served as
 * the system serves them. Written after the systems' own documents and independently of what reads them.
 */
@NullMarked
package io.aftercall.simulator.pbx;

import org.jspecify.annotations.NullMarked;
