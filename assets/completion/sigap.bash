# Completion of sigap and sigap-server for bash; the words come from the programs' own --help.
# Put it into /usr/share/bash-completion/completions as sigap and sigap-server, or source it.

_sigap_help_words() { "$@" --help 2>/dev/null | sed -n "$_sigap_pattern"; }

_sigap() {
    local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words='' i command=''
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --profile) ((i++)) ;;
            -*) ;;
            *) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    local _sigap_pattern='s/^  \([a-z-][a-z-]*\) .*/\1/p'
    case $previous in
        --profile) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        --theme) words="light dark" ;;
        --lang) words="id en" ;;
        *)
            case $command in
                "") words=$(_sigap_help_words "$program") ;;
                *)
                    words="$(_sigap_help_words "$program" "$command") --help"
                    if [[ $word != -* ]]; then
                        words=''
                        case $command:$previous in
                            list:list) words=$("$program" list --help 2>/dev/null | sed -n 's/^Kinds: //p') ;;
                            do:do) words=$("$program" "do" --list 2>/dev/null | sed -n 's/^\([a-z_][a-z_]*\).*/\1/p') ;;
                            shot:shot) words="jobs job assets asset sync settings enrol" ;;
                            shot:*) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
                            scan:scan) words=machine ;;
                        esac
                    fi
                    ;;
            esac
            ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

_sigap_server() {
    local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words
    case $previous in
        --data | --listen | import) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        --role) words="technician desk lead manager kiosk administrator" ;;
        user) words="add list" ;;
        device) words="list revoke" ;;
        *)
            words=$("$program" --help 2>/dev/null | sed -n 's/^sigap-server \([a-z]*\).*/\1/p' | sort -u)
            if [[ $word == -* ]]; then words="--data --json --help --demo --host --listen --role --kind"; fi
            ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _sigap sigap
complete -F _sigap_server sigap-server
