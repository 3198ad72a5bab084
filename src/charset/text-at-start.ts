/** How texts are made of code units: of runs in modules for bundlers, long texts of large pieces in the files for Node (build-start.mjs). */
export { textOfRuns as textOf } from './runs.js'
