/** Questions in the robot platform's words enter; calls, numbers, levels and tags leave in the shape of its call-record API. */
@NullMarked
package io.aftercall.analyze.api.records;

import org.jspecify.annotations.NullMarked;
