using CovTools.Cli;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
