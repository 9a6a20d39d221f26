/** A telephone number as received enters; the place it belongs to and the network that issued it leave, without asking anybody. */
@NullMarked
package io.aftercall.analyze.phone;

import org.jspecify.annotations.NullMarked;
