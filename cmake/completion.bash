# Completes subcommands, options, choices and files of siegert: what its own --help says.
_siegert() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} help choices
  if [ "$COMP_CWORD" -eq 1 ]; then
    help=$(siegert --help 2>/dev/null | sed -n '/^Subcommands:/,$p' | awk '/^  [a-z]/ {print $1}')
    mapfile -t COMPREPLY < <(compgen -W "$help --help --version" -- "$word")
    return
  fi
  help=$(siegert "${COMP_WORDS[1]}" --help 2>/dev/null)
  choices=$(printf '%s\n' "$help" | sed -n "s/^ *$previous :{\([^}]*\)}.*/\1/p" | tr ',' ' ')
  if [ -n "$choices" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
  elif [ "${word#-}" != "$word" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$(printf '%s\n' "$help" | grep -o -- '--[a-z-]*' | sort -u)" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -o filenames -F _siegert siegert
