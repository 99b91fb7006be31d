/** The functions of `fflate-0.8.3.mjs` that the scripts use. */
export function strToU8(text: string, latin1?: boolean): Uint8Array;
export function zipSync(files: Record<string, Uint8Array>, options: object): Uint8Array;
