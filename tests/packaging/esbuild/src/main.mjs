import "thumbspan/define";
