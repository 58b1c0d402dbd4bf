// The English texts of the resting thumbs: the few that are in every page's entry.

export const atRest = { group: "Rate this answer", up: "Good answer", down: "Bad answer" };
