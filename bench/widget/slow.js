/** A page as on a cheap phone. */

/** @param {import("./visit.js").Visit} visit */
export const slow = ({ cdp }) => cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
