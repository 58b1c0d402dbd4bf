// What one language has to say. Types only: every other file here is one language, or finds one.

/**
 * All visible texts and accessible names of the widget in one language.
 *
 * @typedef {object} Texts
 * @property {string} group name of all the controls together
 * @property {string} up name of the thumb that points up
 * @property {string} down name of the thumb that points down
 * @property {string} rating name of the stars, faces or numbers together
 * @property {string} stars names of one to five stars, joined by `|`
 * @property {string} faces names of the five faces, worst first, joined by `|`
 * @property {string} nps the question above the numbers 0 to 10
 * @property {string} npsLow what 0 means
 * @property {string} npsHigh what 10 means
 * @property {string} reasons the question above the reasons to choose from
 * @property {string} comment name of the comment box
 * @property {string} commentHint what the empty comment box says
 * @property {string} correction name of the correction box
 * @property {string} correctionHint what the empty correction box says
 * @property {string} send button: sends what was written
 * @property {string} edit button: opens what was sent, to change it
 * @property {string} close button: closes what is open
 * @property {string} retry button: tries again
 * @property {string} sending status: on its way
 * @property {string} thanks status: the relay has it
 * @property {string} withdrawn status: the relay knows that it was taken back
 * @property {string} failed status: kept in the browser, it will be sent
 * @property {string} refused status: the relay refused it, trying again does not help
 * @property {string} tooLong status: more than 4,000 characters, not sent
 * @property {string} left the counter; `{n}` stands for the number, 0 and 1 among them
 * @property {string} loadFailed status, beside the retry button: the widget could not be fetched
 */

export {};
