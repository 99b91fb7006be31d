/**
 * The search index: files from `learning_pathway/search/index.py`, fetched on demand and cached in memory. Each file
 * has the version of the index; after a new deployment a mismatch makes the caller open it again.
 */
import { analyser } from "./analysis.mjs";
import { fetchData } from "../ui/page.mjs";

/** @typedef {Map<number, number>} Postings by document number, the weight of a term */
/**
 * @typedef {{ title: string, address: string, kind: string, byline: string, language: string, text: string }} IndexedDocument
 *   the fields of a result
 */
/**
 * @typedef {import("./analysis.mjs").Rules & { version: string, documents: number, works: number, inFile: number,
 *   first: string[], stemmer: boolean }} IndexHeader
 */

/** A file has another version than the index header. */
export class OutdatedError extends Error {}

/** @returns {Promise<SearchIndex>} */
export async function openIndex() {
  const header = await fetchData("search/index.json");
  if (header.format !== "learning-pathway-search" || header.form !== 1) throw new Error("The search index has another format.");
  const Stemmer = header.stemmer ? (await import(new URL(`../../search/stemmer.mjs?v=${header.version}`, import.meta.url).href)).default : undefined;
  const stemmer = Stemmer && new Stemmer();
  return new SearchIndex(header, stemmer && ((/** @type {string} */ word) => stemmer.stem(word)));
}

export class SearchIndex {
  /**
   * @param {IndexHeader} header
   * @param {(word: string) => string} [stem]
   */
  constructor(header, stem) {
    this.header = header;
    this.analyser = analyser(header, stem);
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
  }

  /**
   * @param {string} term
   * @returns {Promise<Postings>} empty if no document has it
   */
  async postings(term) {
    const packed = (await this.termsOf("terms", term)).get(term) ?? [];
    const found = new Map();
    let document = -1;
    for (const number of packed) {
      document += Math.floor(number / 16);
      found.set(document, number % 16);
    }
    return found;
  }

  /**
   * @param {string} term
   * @returns {Promise<Map<number, number[]>>} its positions in each document
   */
  async positions(term) {
    const packed = (await this.termsOf("positions", term)).get(term) ?? [];
    const found = new Map();
    let next = 0;
    for (const document of (await this.postings(term)).keys()) {
      const end = next + 1 + packed[next];
      let position = 0;
      found.set(document, packed.slice(next + 1, end).map((step) => (position += step)));
      next = end;
    }
    return found;
  }

  /**
   * @param {"terms" | "positions"} name
   * @param {string} term
   * @returns {Promise<Map<string, number[]>>} every term of the file for it
   */
  async termsOf(name, term) {
    const { first } = this.header;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first[middle] <= term) low = middle + 1;
      else high = middle;
    }
    return low ? this.file(`${name}-${low - 1}.json`, (content) => new Map(content[name])) : new Map();
  }

  /**
   * @param {number[]} places
   * @returns {Promise<IndexedDocument[]>} the documents
   */
  documents(places) {
    const { inFile } = this.header;
    return Promise.all(
      places.map(async (index) => {
        const some = await this.file(`documents-${Math.floor(index / inFile)}.json`, (content) => content.documents);
        const [title, address, kind, byline, language, text] = some[index % inFile];
        return { title, address, kind, byline, language, text };
      }),
    );
  }

  /** @returns {Promise<[word: string, common: number][]>} the most common words, sorted, with their frequency */
  words() {
    return this.file("words-0.json", (content) => {
      let last = "";
      return String(content.words)
        .split("\n")
        .filter(Boolean)
        .map((line) => {
          last = last.slice(0, parseInt(line[0], 36)) + line.slice(2);
          return [last, parseInt(line[1], 36)];
        });
    });
  }

  /**
   * @template T
   * @param {string} name
   * @param {(content: any) => T} read
   * @returns {Promise<T>}
   */
  file(name, read) {
    const cached = this.files.get(name);
    if (cached) return cached;
    const request = fetchData(`search/${name}`).then((content) => {
      if (content.version !== this.header.version) throw new OutdatedError(`${name} has another version.`);
      return read(content);
    });
    this.files.set(name, request);
    request.catch(() => this.files.delete(name));
    return request;
  }
}
